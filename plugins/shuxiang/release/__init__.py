"""Putting a built site where readers find it: releases, servers, archives. The only room that touches any of them."""
