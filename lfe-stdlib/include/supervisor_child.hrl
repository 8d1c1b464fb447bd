%% A child of a supervisor. pid is also undefined (not running), {restarting, Pid} (dead, its
%% restart failed and is tried again) or, in reports, a list of pids.
-record(child, {pid = undefined, id, mfargs, restart_type, significant, shutdown, child_type,
                modules = []}).
