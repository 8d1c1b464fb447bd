%% Compressed data in the formats of zlib, deflate and gzip.
%%
%% A stream is a reference of the runtime. What is compressed here is not byte for byte what zlib
%% would make of it. Dictionaries are not there.
-module(zlib).

-export([open/0, close/1, set_controlling_process/2]).
-export([deflateInit/1, deflateInit/2, deflateInit/6, deflate/2, deflate/3, deflateEnd/1]).
-export([deflateReset/1, deflateParams/3]).
-export([inflateInit/1, inflateInit/2, inflateInit/3, inflate/2, inflate/3, safeInflate/2]).
-export([inflateEnd/1, inflateReset/1]).
-export([compress/1, uncompress/1, zip/1, unzip/1, gzip/1, gunzip/1]).
-export([crc32/2, crc32/3, crc32_combine/4, adler32/2, adler32/3, adler32_combine/4]).
-export_type([zstream/0, zlevel/0, zflush/0]).

-type zstream() :: reference().
-type zlevel() :: none | default | best_compression | best_speed | 0..9.
-type zflush() :: none | sync | full | finish.

%% Input compressed, and output made, at a time.
-define(CHUNK, 262144).

%% A stream.
open() -> erts_zlib:open().

%% End a stream.
close(Z) -> erts_zlib:close(Z).

%% Streams belong to whoever has them.
set_controlling_process(Z, Pid) when is_reference(Z), is_pid(Pid) -> ok.

%% ---------------------------------------------------------------- compressing

%% Start compressing.
deflateInit(Z) -> deflateInit(Z, default).

%% The same with a level.
deflateInit(Z, Level) -> deflateInit(Z, Level, deflated, 15, 8, default).

%% The same with a method, window bits (negative for no header, 16 more for gzip), and more.
deflateInit(Z, Level, deflated, WindowBits, _MemoryLevel, _Strategy) ->
    erts_zlib:deflate_init(Z, level(Level), WindowBits);
deflateInit(_, _, _, _, _, _) ->
    error(bad_compression_method).

level(none) -> 0;
level(default) -> -1;
level(best_speed) -> 1;
level(best_compression) -> 9;
level(Level) when is_integer(Level), Level >= 0, Level =< 9 -> Level;
level(_) -> error(bad_compression_level).

%% Compress data; what there is of the result so far.
deflate(Z, Data) -> deflate(Z, Data, none).

%% The same; sync and full put out everything so far, finish ends the stream.
deflate(Z, Data, Flush) -> deflate_parts(Z, iolist_to_binary(Data), Flush).

deflate_parts(Z, <<Part:?CHUNK/binary, Rest/binary>>, Flush) when Rest =/= <<>> ->
    part(erts_zlib:deflate(Z, Part, none), fun() -> deflate_parts(Z, Rest, Flush) end);
deflate_parts(Z, Part, Flush) ->
    part(erts_zlib:deflate(Z, Part, Flush), fun() -> [] end).

part(<<>>, Rest) -> Rest();
part(Part, Rest) -> [Part | Rest()].

%% Stop compressing; an error if the data were not ended by finish.
deflateEnd(Z) -> erts_zlib:end_stream(Z, deflate).

%% Start anew with the same settings.
deflateReset(Z) -> erts_zlib:reset(Z, deflate).

%% The level stays as it was.
deflateParams(_Z, Level, _Strategy) ->
    _ = level(Level),
    ok.

%% ---------------------------------------------------------------- decompressing

%% Start decompressing.
inflateInit(Z) -> inflateInit(Z, 15).

%% The same with window bits: negative for no header, 16 more for gzip, 32 more for either.
inflateInit(Z, WindowBits) -> erts_zlib:inflate_init(Z, WindowBits).

%% The same; what comes behind the end of the data is ignored.
inflateInit(Z, WindowBits, Behaviour)
  when Behaviour =:= cut; Behaviour =:= reset; Behaviour =:= error ->
    inflateInit(Z, WindowBits).

%% Decompress data.
inflate(Z, Data) -> inflate_parts(Z, Data).

%% The same; dictionaries are not there.
inflate(Z, Data, Options) when is_list(Options) -> inflate_parts(Z, Data).

inflate_parts(Z, Data) ->
    case erts_zlib:inflate(Z, Data, ?CHUNK) of
        {continue, Part} -> [Part | inflate_parts(Z, [])];
        {finished, Part} -> part(Part, fun() -> [] end)
    end.

%% Decompress some of the data: {continue, Output} where there is more, or {finished, Output}.
safeInflate(Z, Data) ->
    {Progress, Part} = erts_zlib:inflate(Z, Data, 8192),
    {Progress, part(Part, fun() -> [] end)}.

%% Stop decompressing; an error if the data were not complete.
inflateEnd(Z) -> erts_zlib:end_stream(Z, inflate).

%% Start anew with the same settings.
inflateReset(Z) -> erts_zlib:reset(Z, inflate).

%% ---------------------------------------------------------------- all at once

%% Compress with zlib's header.
compress(Data) -> deflated(Data, 15).

%% Decompress what has zlib's header.
uncompress(Data) -> inflated(Data, 15).

%% Compress without a header.
zip(Data) -> deflated(Data, -15).

%% Decompress what has no header.
unzip(Data) -> inflated(Data, -15).

%% Compress to gzip's format.
gzip(Data) -> deflated(Data, 31).

%% Decompress gzip's format, of one or more members.
gunzip(Data) ->
    case erts_file:call(gunzip, {iolist_to_binary(Data)}) of
        {ok, Contents} -> Contents;
        {error, _} -> error(data_error)
    end.

deflated(Data, WindowBits) ->
    Bytes = iolist_to_binary(Data),
    Z = open(),
    deflateInit(Z, default, deflated, WindowBits, 8, default),
    Output = deflate(Z, Bytes, finish),
    close(Z),
    iolist_to_binary(Output).

inflated(Data, WindowBits) ->
    Bytes = iolist_to_binary(Data),
    Z = open(),
    inflateInit(Z, WindowBits),
    Output = inflate(Z, Bytes),
    inflateEnd(Z),
    close(Z),
    iolist_to_binary(Output).

%% ---------------------------------------------------------------- checksums

%% As erlang:crc32/1.
crc32(_Z, Data) -> erlang:crc32(Data).

%% As erlang:crc32/2.
crc32(_Z, Checksum, Data) -> erlang:crc32(Checksum, Data).

%% As erlang:crc32_combine/3.
crc32_combine(_Z, First, Second, Size) -> erlang:crc32_combine(First, Second, Size).

%% As erlang:adler32/1.
adler32(_Z, Data) -> erlang:adler32(Data).

%% As erlang:adler32/2.
adler32(_Z, Checksum, Data) -> erlang:adler32(Checksum, Data).

%% As erlang:adler32_combine/3.
adler32_combine(_Z, First, Second, Size) -> erlang:adler32_combine(First, Second, Size).
