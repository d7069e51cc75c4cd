#ifndef CATALOG_CATALOG_H
#define CATALOG_CATALOG_H

#include "base/error.h"
#include "model/definitions.h"

/*
 * The definitions in force: what is built into the program, overlaid by
 * /etc/cdsdoctor/, $XDG_CONFIG_HOME/cdsdoctor/ and the files that the
 * operator names. A file replaces the whole of what it defines; roots.yaml
 * and roots.pem replace only together, and causes.yaml must have every id of
 * the one built in. Whatever is wrong with a file in force is an error
 * "file:line:column: expected ... found ..."; one that a stronger file
 * replaces is not looked at. That the digests of roots.yaml are those of the
 * certificates is for `app` to check, by way of `net`.
 */
struct catalog_options {
    const char *regions_file; /* --regions; NULL */
    const char *trust_file;   /* --trust: PEM that replaces the roots; NULL */
    const char *system_directory; /* NULL: /etc/cdsdoctor */
    const char *user_directory;   /* NULL: from XDG_CONFIG_HOME or HOME */
};

/*
 * Fills the definitions, whatever was in the struct before; end them with
 * catalog_release in any case.
 */
MUST_USE bool catalog_load(struct definitions *definitions,
                           const struct catalog_options *options,
                           struct error *error);
void catalog_release(struct definitions *definitions);

/*
 * Reads one file as `data validate` does: which of the files of data/ it is
 * follows from its first key. Returns that ("regions.yaml") in `kind`.
 */
MUST_USE bool catalog_validate(const char *path, const char **kind,
                               struct error *error);

#endif
