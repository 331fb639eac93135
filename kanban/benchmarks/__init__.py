"""What `manage.py bench` measures: the real server as a process of its own, each figure beside its baseline of the
same run.
"""
