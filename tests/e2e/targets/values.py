"""A function with one local variable for every kind of value; those that are named, or all."""
import sys

import cases
import values_arrays
import values_classes
import values_containers
import values_functions
import values_library
import values_mappings
import values_numbers
import values_text
import values_threads

MODULES = (values_numbers, values_text, values_containers, values_mappings, values_functions,
           values_classes, values_library, values_arrays, values_threads)

if __name__ == "__main__":
    for module in MODULES:
        module.fill()
    cases.show(sys.argv[1:])
