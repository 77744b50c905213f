"""tfprep: lessons that run, a site that shows them, and the commands around both."""
