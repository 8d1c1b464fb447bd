%% Written by the behaviours engineer right now
-module(erts_logger).
