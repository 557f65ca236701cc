"""All rows of the table, in its order."""
from . import rows_chimera, rows_cost, rows_dump, rows_heap, rows_life, rows_peers, rows_share, \
    rows_shell, rows_values

ALL = (rows_dump.ROWS + rows_values.ROWS + rows_heap.ROWS + rows_cost.ROWS + rows_peers.ROWS +
       rows_share.ROWS + rows_chimera.ROWS + rows_life.ROWS + rows_shell.ROWS)
