#ifndef NET_LIBRARY_H
#define NET_LIBRARY_H

/* Versions of the libraries that speak for us, for reports. */
const char *net_library_tls(void); /* OpenSSL: "3.0.15" */
const char *net_library_dns(void); /* c-ares: "1.18.1" */

#endif
