"""Is what an exam's folder states what its models come to?"""
