//! Every test in one binary: linking once is quicker than linking ten times.
