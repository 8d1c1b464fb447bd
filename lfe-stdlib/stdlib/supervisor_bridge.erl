%% Written by the behaviours engineer right now
-module(supervisor_bridge).
