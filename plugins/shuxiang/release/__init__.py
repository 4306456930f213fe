"""Putting a built site where readers find it: releases, servers, archives. No other room touches any of them."""
