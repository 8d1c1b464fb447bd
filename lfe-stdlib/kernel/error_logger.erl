%% Written by the behaviours engineer right now
-module(error_logger).
