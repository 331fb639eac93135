"""What `manage.py bench` measures: the real server, each figure beside its baseline of the same run."""
