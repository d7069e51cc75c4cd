#ifndef CATALOG_HOST_SYNTAX_H
#define CATALOG_HOST_SYNTAX_H

/*
 * What may stand where a host is named: a name of letters, digits, hyphens
 * and dots (RFC 952, RFC 1123 2.1; 63 bytes a label, 253 in all, RFC 1035
 * 2.3.4), or an address without brackets and scope. Names that need other
 * letters are written in their ASCII form (RFC 5890).
 */
enum { HOST_TEXT_SIZE = 254 };

/*
 * Writes the host in the one form that is compared: lower case, an address
 * in its canonical text. Returns NULL, or what was expected of the name, as
 * in "with labels of at most 63 bytes".
 */
const char *host_syntax_read(const char *text, char host[HOST_TEXT_SIZE]);

#endif
