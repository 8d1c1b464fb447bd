//! Objects to one static executable.
