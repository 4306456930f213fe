"""Configurations for web servers, ready for one built site."""
