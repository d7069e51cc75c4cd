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
    /*
     * Nothing will be concluded: the causes that are built in, two thirds of
     * all text, are left out. A file in their place is read all the same.
     */
    bool without_causes;
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
 * Reads one file as `data validate` does: its kind follows from its first
 * key. Returns what it is ("regions.yaml", "a scenario") in `kind`. A
 * scenario is read against the definitions that the options put in force.
 */
MUST_USE bool catalog_validate(const char *path,
                               const struct catalog_options *options,
                               const char **kind, struct error *error);

#endif
