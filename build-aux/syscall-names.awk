# syscall-names.awk: [NUMBER] = "NAME", for each system call, from `cc -E -dM` of <asm/unistd.h>.
# A value may be another macro's name; what is no number in the end is no system call.
$1 == "#define" && NF == 3 { value[$2] = $3 }
END {
  for (macro in value) {
    if (macro !~ /^__NR_[a-z_]/ || macro ~ /^__NR_(syscalls|arch_specific_syscall)$/) continue
    number = value[macro]
    for (i = 0; i < 8 && number in value; i++) number = value[number]
    if (number !~ /^[0-9]+$/) continue
    name = substr(macro, length("__NR_") + 1)
    # Two names for one number: always the same one, whatever the order.
    if (!(number in names) || name < names[number]) names[number] = name
    if (number + 0 > last) last = number + 0
  }
  for (number = 0; number <= last; number++)
    if (number in names) printf "[%d] = \"%s\",\n", number, names[number]
}
