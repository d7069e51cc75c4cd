# Reads rooms.txt and then every source; prints each #include that the table
# does not allow and fails when there was one.
function complain(text) {
    printf "%s:%d: %s\n", FILENAME, FNR, text
    bad = 1
}

function matches(header, pattern) {
    if (pattern ~ /\*$/)
        return index(header, substr(pattern, 1, length(pattern) - 1)) == 1
    return header == pattern
}

function listed(word, list, words, count, i) {
    count = split(list, words, " ")
    for (i = 1; i <= count; i++)
        if (words[i] == word)
            return 1
    return 0
}

FILENAME == table && $1 == "room" {
    name = $2
    sub(/:$/, "", name)
    sub(/^[^:]*:/, "")
    may[name] = $0
    next
}

FILENAME == table && $1 == "alone" {
    name = $2
    sub(/:$/, "", name)
    sub(/^[^:]*:/, "")
    only[name] = $0
    next
}

FILENAME == table { next }

FNR == 1 {
    room = FILENAME
    sub(/^.*src\//, "", room)
    sub(/\/.*$/, "", room)
    files++
    if (!(room in may))
        complain("the room \"" room "\" is not in " table)
}

/^[ \t]*#[ \t]*include/ {
    header = $0
    quoted = header ~ /"/
    gsub(/^[^<"]*[<"]|[>"].*$/, "", header)
    includes++
    if (quoted) {
        other = header
        sub(/\/.*$/, "", other)
        if (other != room && !listed(other, may[room]))
            complain(room " may not include " header)
    }
    best = ""
    for (pattern in only)
        if (matches(header, pattern) && length(pattern) > length(best))
            best = pattern
    if (best != "" && !listed(room, only[best]))
        complain("only" only[best] " may include <" header ">")
}

END {
    printf "%d files, %d includes\n", files, includes
    if (files == 0 || includes == 0)
        bad = 1
    exit bad
}
