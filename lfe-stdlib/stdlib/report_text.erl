%% The texts of reports, made of pieces: strings, which are format strings (~n is a new line),
%% {term, Term}, and {whole, Term} or {plain, Term} for those that are not cut. In a report of one
%% line terms are not broken into lines; in any, they are cut at a depth, and the whole at about a
%% number of characters, if the logger's formatter says so.
-module(report_text).

-export([format/2, format_and_args/1, format_depth/0]).

%% The characters of a report under a formatter's options.
format(Pieces, #{depth := Depth, chars_limit := Limit, single_line := SingleLine}) ->
    {Format, Args} = parts(Pieces, control(Depth, SingleLine), Depth),
    case Limit of
        unlimited -> io_lib:format(Format, Args);
        _ -> io_lib:format(Format, Args, [{chars_limit, Limit}])
    end.

%% Format and arguments of a report in several lines, with error_logger's depth of terms.
format_and_args(Pieces) ->
    Depth = format_depth(),
    parts(Pieces, control(Depth, false), Depth).

%% The setting error_logger_format_depth of application kernel: how deep terms are shown.
format_depth() ->
    case application_controller:env(kernel) of
        #{error_logger_format_depth := Depth} when is_integer(Depth) -> max(10, Depth);
        _ -> unlimited
    end.

control(unlimited, false) -> "~tp";
control(unlimited, true) -> "~0tp";
control(_Depth, false) -> "~tP";
control(_Depth, true) -> "~0tP".

parts(Pieces, Control, Depth) ->
    Format = [case Piece of
                  {term, _} -> Control;
                  {whole, _} -> "~0tp";
                  {plain, _} -> "~p";
                  Text -> Text
              end || Piece <- Pieces],
    Args = [argument(Piece, Depth) || Piece <- Pieces, is_tuple(Piece)],
    {lists:append(Format), lists:append(Args)}.

argument({whole, Term}, _Depth) -> [Term];
argument({plain, Term}, _Depth) -> [Term];
argument({term, Term}, unlimited) -> [Term];
argument({term, Term}, Depth) -> [Term, Depth].
