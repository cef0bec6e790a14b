"""Problems as data, and every sentence that tells of one."""
