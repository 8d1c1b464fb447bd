%% Written by the behaviours engineer right now
-module(logger).
