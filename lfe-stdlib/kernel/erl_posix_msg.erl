%% Texts of the operating system's errors.
-module(erl_posix_msg).

-export([message/1]).

%% The text of an error, given as an atom such as enoent.
message(e2big) -> "argument list too long";
message(eacces) -> "permission denied";
message(eaddrinuse) -> "address already in use";
message(eaddrnotavail) -> "can't assign requested address";
message(eafnosupport) -> "address family not supported by protocol family";
message(eagain) -> "resource temporarily unavailable";
message(ealready) -> "operation already in progress";
message(ebadf) -> "bad file number";
message(ebusy) -> "file busy";
message(echild) -> "no children";
message(econnaborted) -> "software caused connection abort";
message(econnrefused) -> "connection refused";
message(econnreset) -> "connection reset by peer";
message(edeadlk) -> "resource deadlock avoided";
message(edestaddrreq) -> "destination address required";
message(edom) -> "math argument out of range";
message(edquot) -> "disk quota exceeded";
message(eexist) -> "file already exists";
message(efault) -> "bad address in system call argument";
message(efbig) -> "file too large";
message(ehostdown) -> "host is down";
message(ehostunreach) -> "host is unreachable";
message(einprogress) -> "operation now in progress";
message(eintr) -> "interrupted system call";
message(einval) -> "invalid argument";
message(eio) -> "I/O error";
message(eisconn) -> "socket is already connected";
message(eisdir) -> "illegal operation on a directory";
message(eloop) -> "too many levels of symbolic links";
message(emfile) -> "too many open files";
message(emlink) -> "too many links";
message(emsgsize) -> "message too long";
message(enametoolong) -> "file name too long";
message(enetdown) -> "network is down";
message(enetunreach) -> "network is unreachable";
message(enfile) -> "file table overflow";
message(enobufs) -> "no buffer space available";
message(enodev) -> "no such device";
message(enoent) -> "no such file or directory";
message(enoexec) -> "exec format error";
message(enolck) -> "no locks available";
message(enomem) -> "not enough memory";
message(enospc) -> "no space left on device";
message(enosys) -> "function not implemented";
message(enotconn) -> "socket is not connected";
message(enotdir) -> "not a directory";
message(enotempty) -> "directory not empty";
message(enotsock) -> "socket operation on non-socket";
message(enotsup) -> "operation not supported";
message(enotty) -> "inappropriate device for ioctl";
message(enxio) -> "no such device or address";
message(eopnotsupp) -> "operation not supported on socket";
message(eperm) -> "not owner";
message(epipe) -> "broken pipe";
message(eprotonosupport) -> "protocol not supported";
message(eprototype) -> "protocol wrong type for socket";
message(erange) -> "math result unrepresentable";
message(erofs) -> "read-only file system";
message(espipe) -> "invalid seek";
message(esrch) -> "no such process";
message(estale) -> "stale remote file handle";
message(etimedout) -> "connection timed out";
message(etxtbsy) -> "text file or pseudo-device busy";
message(exdev) -> "cross-domain link";
message(ewouldblock) -> "operation would block";
message(_) -> "unknown POSIX error".
