-- collapsed: another name of the format folded.
return require "pyflame.formats.folded"
