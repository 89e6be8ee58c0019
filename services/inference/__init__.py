"""How the pipeline is reached: in this process, or as a service over HTTP."""
