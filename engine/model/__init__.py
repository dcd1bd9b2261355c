"""The network (UniAD, You et al., NeurIPS 2022). The only torch code of ``engine``; imported by training alone."""
