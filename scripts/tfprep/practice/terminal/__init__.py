"""The exercises in any editor: a folder of files, each checked when it is saved."""
