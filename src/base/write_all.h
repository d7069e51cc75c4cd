#ifndef BASE_WRITE_ALL_H
#define BASE_WRITE_ALL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

/*
 * All bytes to a descriptor, however many calls that takes; an interrupted
 * one is made again. False: errno says why, and a part may have been written.
 */
MUST_USE bool write_all(int file, const void *bytes, size_t length);

#endif
