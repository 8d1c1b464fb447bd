%% Logging macros: each asks first whether the event is wanted, so that arguments cost nothing
%% otherwise, and adds where in the source it was written.
-ifndef(LOGGER_HRL).
-define(LOGGER_HRL, true).

-define(LOG_EMERGENCY(What), ?DO_LOG(emergency, What)).
-define(LOG_EMERGENCY(What, More), ?DO_LOG(emergency, What, More)).
-define(LOG_EMERGENCY(Format, Args, Meta), ?DO_LOG(emergency, Format, Args, Meta)).

-define(LOG_ALERT(What), ?DO_LOG(alert, What)).
-define(LOG_ALERT(What, More), ?DO_LOG(alert, What, More)).
-define(LOG_ALERT(Format, Args, Meta), ?DO_LOG(alert, Format, Args, Meta)).

-define(LOG_CRITICAL(What), ?DO_LOG(critical, What)).
-define(LOG_CRITICAL(What, More), ?DO_LOG(critical, What, More)).
-define(LOG_CRITICAL(Format, Args, Meta), ?DO_LOG(critical, Format, Args, Meta)).

-define(LOG_ERROR(What), ?DO_LOG(error, What)).
-define(LOG_ERROR(What, More), ?DO_LOG(error, What, More)).
-define(LOG_ERROR(Format, Args, Meta), ?DO_LOG(error, Format, Args, Meta)).

-define(LOG_WARNING(What), ?DO_LOG(warning, What)).
-define(LOG_WARNING(What, More), ?DO_LOG(warning, What, More)).
-define(LOG_WARNING(Format, Args, Meta), ?DO_LOG(warning, Format, Args, Meta)).

-define(LOG_NOTICE(What), ?DO_LOG(notice, What)).
-define(LOG_NOTICE(What, More), ?DO_LOG(notice, What, More)).
-define(LOG_NOTICE(Format, Args, Meta), ?DO_LOG(notice, Format, Args, Meta)).

-define(LOG_INFO(What), ?DO_LOG(info, What)).
-define(LOG_INFO(What, More), ?DO_LOG(info, What, More)).
-define(LOG_INFO(Format, Args, Meta), ?DO_LOG(info, Format, Args, Meta)).

-define(LOG_DEBUG(What), ?DO_LOG(debug, What)).
-define(LOG_DEBUG(What, More), ?DO_LOG(debug, What, More)).
-define(LOG_DEBUG(Format, Args, Meta), ?DO_LOG(debug, Format, Args, Meta)).

-define(LOG(Level, What), ?DO_LOG(Level, What)).
-define(LOG(Level, What, More), ?DO_LOG(Level, What, More)).
-define(LOG(Level, Format, Args, Meta), ?DO_LOG(Level, Format, Args, Meta)).

%% Where the macro is used.
-define(LOCATION, #{mfa => {?MODULE, ?FUNCTION_NAME, ?FUNCTION_ARITY},
                    line => ?LINE,
                    file => ?FILE}).

%% An event: text or report, or format and arguments, each perhaps with metadata.
-define(DO_LOG(Level, What),
        case logger:allow(Level, ?MODULE) of
            true -> logger:macro_log(?LOCATION, Level, What);
            false -> ok
        end).
-define(DO_LOG(Level, What, More),
        case logger:allow(Level, ?MODULE) of
            true -> logger:macro_log(?LOCATION, Level, What, More);
            false -> ok
        end).
-define(DO_LOG(Level, Format, Args, Meta),
        case logger:allow(Level, ?MODULE) of
            true -> logger:macro_log(?LOCATION, Level, Format, Args, Meta);
            false -> ok
        end).

-endif.
