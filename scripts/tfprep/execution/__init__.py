"""How a lesson runs: kernels, limits, the law of exercises, the cache of outputs."""
