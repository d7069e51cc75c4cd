# The part of a report that a world decides, one line for each fact, so that
# the reports of two worlds can be laid side by side: no times, no ports, no
# sizes, no names of the world's own.

def line($name; $value): "\($name) = \($value | tojson)";
def lines($of; $names): . as $facts | $names[] | line("\($of).\(.)"; $facts[.]);
def family: if test(":") then "IPv6" else "IPv4" end;

def dns($of):
  .facts
  | (.system
    | lines("\($of) system"; ["reason", "error"]),
      line("\($of) system.addresses"; [.addresses[].address] | sort)),
    (.answers[]
    | "\($of) \(.server) \(.type)" as $of
    | lines($of; ["reason", "rcode", "extended_error", "over_tcp", "truncated",
                  "not_asked"]),
      line("\($of).addresses"; [.records[].address | values] | sort));

def tcp($of):
  lines($of; ["error", "sender", "icmp_type", "icmp_code", "sender_is_local",
              "path_mtu"]);

def tls($of):
  # So long as the Date header, and of no moment.
  (.first_bytes |= if . then gsub("Date: .{29}"; "Date: (when)") else . end)
  | lines($of; ["version", "cipher", "group", "handshake_done", "alert",
              "client_certificate_requested", "name_matches", "dates_valid",
              "first_bytes", "error"]),
  (select(.alert >= 0) | line("\($of).alert_direction"; .alert_direction)),
  line("\($of).messages"; [.messages[] | "\(.direction) \(.name)"]),
  line("\($of).chain_count"; .chain | length),
  line("\($of).genuine"; .genuine | [.done, .ok, .code, .depth]),
  line("\($of).system"; .system | [.done, .ok, .code, .depth]);

def http($of): lines($of; ["status", "end", "has_date", "alert"]);

def proxy($of): lines($of; ["status", "schemes", "end"]);

# One path in one check. What was skipped has no facts.
def path($of; $check):
  line("\($of).outcome"; .outcome), line("\($of).reason"; .reason),
  (select(.outcome != "skip" and .outcome != "none")
  | if $check == "tcp" then tcp($of)
    elif $check == "tls" then tls($of)
    elif $check == "http" then http($of)
    else proxy($of) end);

def check($of):
  .check as $check
  | "\($of) \($check)" as $of
  | line("\($of).outcome"; .outcome), line("\($of).reason"; .reason),
    (select(.outcome != "skip" and .outcome != "none")
    | if $check == "dns" then dns($of)
      else .facts.addresses[] | path("\($of) \(.address)"; $check) end);

# A path with one thing changed, and how it ended. Which of several addresses
# of a family is tried again is the resolver's choice, who turns them round.
def again:
  .checks[-1] as $last
  | "probe \(.host) \($last.address | family) \(.probe)\(.changed // {}
      | to_entries
      | map(select(.value != 0 and .value != false and .value != "as-usual")
        | " \(.key)=\(.value)") | join("")) #\(.turn)" as $of
  | line("\($of).last"; [$last.check, $last.outcome, $last.reason]),
    (select($last.check == "tcp") | $last
    | lines($of; ["error", "sender", "icmp_type", "icmp_code"]));

def probe($number):
  if .facts.answers then dns("probe \(.probe) \($number)")
  else again end;

(.verdict | lines("verdict"; ["outcome", "cause", "layer", "owner",
                              "confidence"])),
([.targets[] | select(.required) | "\(.host):\(.port)"] as $required
| .findings[]
| line("finding \(.cause)"; [.targets[] | select(IN($required[]))] | sort)),
(.targets[] | select(.required)
| .checks[] as $check | .host as $host | .control as $control
| $check | check("\($host)\(if $control then " (control)" else "" end)")),
(.probes | to_entries[] | .key as $number | .value | probe($number))
