#ifndef TESTS_PROBE_WORLDS_H
#define TESTS_PROBE_WORLDS_H

#include "probe_builder.h"

/*
 * Worlds in which handshakes fail alike. Each lets one kind of change
 * through; what it does not let through is cut, or meets silence, and the
 * server is PROBE_FAR hops away.
 */
enum { PROBE_FAR = 6, PROBE_CUT_AT = 3 };

/* Somebody minds the name, more or less. */
probe_world name_is_cut;
probe_world name_is_dropped;
probe_world name_is_cut_next_door; /* by the first hop */
probe_world other_name_passes_twice;
probe_world other_name_passes_once;
probe_world no_name_passes;
/* This name is answered too, if no further than that. */
probe_world own_name_gets_a_hello;

/* Packets that are too big are lost. */
probe_world big_packets_vanish;
/* The server's hello has a packet of its own, which is small. */
probe_world big_packets_vanish_after_hello;
probe_world small_packets_pass_once;
probe_world small_packets_and_a_repeat_pass;

/* The length and the version of the hello matter. */
probe_world long_hello_vanishes;
probe_world long_hello_is_cut;
probe_world short_hello_passes_once;
probe_world short_hello_and_no_name_pass;
probe_world only_old_version_passes;
probe_world each_version_passes;

/* Nothing helps; hosts connect so far away. */
probe_world nothing_is_answered;
probe_world nothing_but_stalls;
probe_world everything_is_cut;
probe_world connects_next_door; /* one hop */
probe_world connects_near;      /* two */
probe_world connects_one_further;
probe_world connects_nowhere;

/* The same passes at times. */
probe_world second_try_passes;
/* A stranger who is there at times only is no less unstable. */
probe_world stranger_answers_at_times;
/* Each time it is cut when everything is there but the end. */
probe_world cut_after_chain;

/* The run was stopped, at once or when something had been tried. */
probe_world stopped;
probe_world stopped_after_names;   /* of which none helps */
probe_world repeats_stopped;       /* and what helps was tried */
probe_world second_repeat_stopped; /* likewise */

#endif
