/* Dotted names of modules, guessed from the paths of their files. */
#ifndef PF_PROFILE_MODULE_NAME_H
#define PF_PROFILE_MODULE_NAME_H

#include <stdbool.h>

/*
 * Whether GLOB (of fnmatch(3)) matches the end of FILE as a dotted name, from any folder on:
 * "/usr/lib/python3/json/decoder.py" is "json.decoder" and "decoder", and an __init__.py goes by
 * its folder's name; "<frozen importlib._bootstrap>" is "importlib._bootstrap".
 */
bool pf_module_name_matches(const char *glob, const char *file);

#endif
