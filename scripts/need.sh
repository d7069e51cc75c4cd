# Sourced by ./run and ./test: installs what scripts/packages.txt names and
# the machine lacks. Asks the package manager only when something is missing,
# and needs root only then.

need_column() {
    if command -v apt-get >/dev/null; then
        echo 2
    elif command -v dnf >/dev/null; then
        echo 3
    elif command -v apk >/dev/null; then
        echo 4
    else
        echo 0
    fi
}

need_is_installed() {
    case $1 in
    2) dpkg-query -W -f '${db:Status-Status}\n' "$2" 2>/dev/null |
        grep -qx installed ;;
    3) rpm -q --whatprovides "$2" >/dev/null 2>&1 ;;
    4) apk info -e "$2" >/dev/null 2>&1 ;;
    esac
}

need_as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "This needs root: $*" >&2
        return 1
    fi
}

need_install() {
    column=$1
    shift
    echo "Installing: $*" >&2
    case $column in
    2)
        need_as_root apt-get update -qq &&
            need_as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get -o DPkg::Lock::Timeout=120 install -y -qq \
                --no-install-recommends "$@" >/dev/null
        ;;
    3) need_as_root dnf install -y -q "$@" ;;
    4) need_as_root apk add -q "$@" ;;
    esac
}

# need run | need run test
need() {
    column=$(need_column)
    if [ "$column" = 0 ]; then
        echo "No apt, dnf or apk here; see scripts/packages.txt." >&2
        return 0
    fi
    missing=
    for use in "$@"; do
        for package in $(awk -v use="$use" -v column="$column" \
            '$1 == use { print $column }' scripts/packages.txt); do
            need_is_installed "$column" "$package" ||
                missing="$missing $package"
        done
    done
    # Package names hold no blanks; the list is meant to be split.
    # shellcheck disable=SC2086
    [ -z "$missing" ] || need_install "$column" $missing
}
