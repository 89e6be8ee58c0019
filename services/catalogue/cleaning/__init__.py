"""What is no poster out, films that came twice made one."""
