"""Files that let the machine itself update the site every week: for systemd, cron, and Windows's task scheduler."""
