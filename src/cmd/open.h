// SPDX-License-Identifier: Apache-2.0
/* open - the catalogue and the cube that a run is about. */
#ifndef RAP_CMD_OPEN_H
#define RAP_CMD_OPEN_H

#include "cmd/command.h"

/** What a run looks at. Zero is an empty one. */
typedef struct cmd_inputs {
    rap_catalog *catalog;
    rap_cube *cube;      /**< NULL where none was given; the first of several */
    size_t n_cubes;      /**< cmd_inputs_open_all(): every cube under the name of its file */
    rap_named_cube *cubes;
    size_t n_more;
    rap_cube **more;     /**< those after the first */
    rap_keep keep;       /**< owns names and lists */
} cmd_inputs;

/** Opens both; says what failed. A missing cube is only a failure where `needs_cube`. */
cmd_exit cmd_inputs_open(const cmd_run *run, bool needs_cube, cmd_inputs *out);
/** The same with every -c; two of one name are refused. */
cmd_exit cmd_inputs_open_all(const cmd_run *run, cmd_inputs *out);
void cmd_inputs_close(cmd_inputs *inputs);

/** Answers must not be written over what they are read from. */
RAP_MUST_CHECK rap_status cmd_spare(const cmd_run *run, const char *input, rap_error *err);

/** Opens a cube; says what failed. */
cmd_exit cmd_open_cube(const cmd_run *run, const char *path, rap_cube **out);

#endif
