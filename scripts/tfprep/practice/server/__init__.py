"""The course in the browser: pages whose code runs on this machine."""
