;; Inflates a raw deflate stream (RFC 1951) that comes in pieces.
;;
;;   0x00000  state: where the next byte is read and the next one is written, to be moved by the caller between runs
;;   0x00010  lengths of the codes of a block, a byte a symbol
;;   0x00200  while a table is made: how many codes have each length, then where the next symbol of each length goes
;;   0x00280  the order in which the lengths of the code of lengths come (3.2.7)
;;   0x00300  what symbols mean: 288 of literals and lengths, at 0x00800 32 of distances, at 0x00900 19 of code lengths
;;   0x00a00  while a table is made: its symbols, by length
;;   0x01000  table of literals and lengths, at 0x0b000 of distances, at 0x0fa00 of code lengths
;;   0x10000  input, with room behind it: it is read across its end before that is noticed
;;   0x21000  output: 32 KiB that matches refer to, and 128 KiB, with room behind it
;;
;; An entry of a table: 5 bits length of the code, 4 bits at 8 how many further bits add to the value, a flag (0x2000: there is
;; a second table; 0x4000: end of the block; 0x8000: a literal), 16 bits value. 0 is no code.
(module
  (memory (export "memory") 5 5)
  (data (i32.const 0x280) "\10\11\12\00\08\07\09\06\0a\05\0b\04\0c\03\0d\02\0e\01\0f")

  (global $at (mut i32) (i32.const 0))
  (global $end (mut i32) (i32.const 0))
  ;; Bits that were read and not used yet, and how many of them count; those above are right as well, or zero.
  (global $hold (mut i64) (i64.const 0))
  (global $count (mut i32) (i32.const 0))
  (global $out (mut i32) (i32.const 0))
  ;; What comes next: 0 a block, 1 bytes as they are, 2 symbols.
  (global $state (mut i32) (i32.const 0))
  (global $isLast (mut i32) (i32.const 0))
  (global $stored (mut i32) (i32.const 0))
  ;; Masks of the second tables.
  (global $moreLengths (mut i32) (i32.const 0))
  (global $moreDistances (mut i32) (i32.const 0))

  ;; A new stream.
  (func (export "reset")
    (global.set $hold (i64.const 0))
    (global.set $count (i32.const 0))
    (global.set $state (i32.const 0)))

  ;; Goes on with input up to `end`. 0: more input is needed, 1: there is no room for output, 2: the stream has ended, 3: it
  ;; is damaged. Of the input, only what was not used lies at the state's first word.
  (func (export "run") (param $end i32) (result i32)
    (local $status i32)
    (global.set $at (i32.load (i32.const 0)))
    (global.set $out (i32.load (i32.const 4)))
    (global.set $end (local.get $end))
    (local.set $status (call $blocks))
    (call $align)
    (i32.store (i32.const 0) (global.get $at))
    (i32.store (i32.const 4) (global.get $out))
    (local.get $status))

  (func $blocks (result i32)
    (local $status i32)
    (loop $next
      (local.set $status
        (if (result i32) (i32.eqz (global.get $state)) (then (call $block))
          (else (if (result i32) (i32.eq (global.get $state) (i32.const 1)) (then (call $copyStored)) (else (call $symbols))))))
      ;; 4: on to the next state.
      (br_if $next (i32.eq (local.get $status) (i32.const 4))))
    (local.get $status))

  ;; Gives back whole bytes that were read ahead.
  (func $align
    (global.set $at (i32.sub (global.get $at) (i32.shr_u (global.get $count) (i32.const 3))))
    (global.set $count (i32.and (global.get $count) (i32.const 7)))
    (global.set $hold
      (i64.and (global.get $hold)
        (i64.sub (i64.shl (i64.const 1) (i64.extend_i32_u (global.get $count))) (i64.const 1)))))

  ;; Whether bits were used that are not there yet.
  (func $isShort (result i32)
    (i32.gt_u (i32.sub (global.get $at) (i32.shr_u (global.get $count) (i32.const 3))) (global.get $end)))

  ;; Up to 16 bits.
  (func $bits (param $bits i32) (result i32)
    (local $value i32)
    (if (i32.lt_u (global.get $count) (local.get $bits))
      (then
        (global.set $hold
          (i64.or (global.get $hold)
            (i64.shl (i64.load align=1 (global.get $at)) (i64.extend_i32_u (global.get $count)))))
        (global.set $at (i32.add (global.get $at) (i32.shr_u (i32.sub (i32.const 63) (global.get $count)) (i32.const 3))))
        (global.set $count (i32.or (global.get $count) (i32.const 56)))))
    (local.set $value
      (i32.and (i32.wrap_i64 (global.get $hold))
        (i32.sub (i32.shl (i32.const 1) (local.get $bits)) (i32.const 1))))
    (global.set $hold (i64.shr_u (global.get $hold) (i64.extend_i32_u (local.get $bits))))
    (global.set $count (i32.sub (global.get $count) (local.get $bits)))
    (local.get $value))

  ;; The beginning of a block; read again from its first bit where the input is too short for all of it.
  (func $block (result i32)
    (local $at i32) (local $count i32) (local $hold i64) (local $isWell i32)
    (call $align)
    (local.set $at (global.get $at))
    (local.set $count (global.get $count))
    (local.set $hold (global.get $hold))
    (local.set $isWell (call $header))
    (if (call $isShort)
      (then
        (global.set $at (local.get $at))
        (global.set $count (local.get $count))
        (global.set $hold (local.get $hold))
        (global.set $state (i32.const 0))
        (return (i32.const 0))))
    (select (i32.const 4) (i32.const 3) (local.get $isWell)))

  (func $header (result i32)
    (local $type i32)
    (global.set $isLast (call $bits (i32.const 1)))
    (local.set $type (call $bits (i32.const 2)))
    (if (i32.eqz (local.get $type))
      (then
        (drop (call $bits (i32.and (global.get $count) (i32.const 7))))
        (global.set $stored (call $bits (i32.const 16)))
        (global.set $state (i32.const 1))
        (return (i32.eq (call $bits (i32.const 16)) (i32.xor (global.get $stored) (i32.const 0xffff))))))
    (global.set $state (i32.const 2))
    (if (i32.eq (local.get $type) (i32.const 1)) (then (return (call $fixedTables))))
    (if (i32.eq (local.get $type) (i32.const 2)) (then (return (call $ownTables))))
    (i32.const 0))

  ;; 3.2.6
  (func $fixedTables (result i32)
    (memory.fill (i32.const 0x10) (i32.const 8) (i32.const 144))
    (memory.fill (i32.const 0xa0) (i32.const 9) (i32.const 112))
    (memory.fill (i32.const 0x110) (i32.const 7) (i32.const 24))
    (memory.fill (i32.const 0x128) (i32.const 8) (i32.const 8))
    (memory.fill (i32.const 0x130) (i32.const 5) (i32.const 32))
    (call $tables (i32.const 288) (i32.const 32)))

  (func $tables (param $literals i32) (param $distances i32) (result i32)
    (global.set $moreLengths
      (call $table (i32.const 0x10) (local.get $literals) (i32.const 0x300) (i32.const 0x1000) (i32.const 10)))
    (global.set $moreDistances
      (call $table
        (i32.add (i32.const 0x10) (local.get $literals)) (local.get $distances) (i32.const 0x800) (i32.const 0xb000) (i32.const 8)))
    (i32.ge_s (i32.or (global.get $moreLengths) (global.get $moreDistances)) (i32.const 0)))

  ;; 3.2.7
  (func $ownTables (result i32)
    (local $literals i32) (local $distances i32) (local $coded i32) (local $at i32) (local $stop i32)
    (local $symbol i32) (local $times i32) (local $value i32) (local $entry i32)
    (local.set $literals (i32.add (call $bits (i32.const 5)) (i32.const 257)))
    (local.set $distances (i32.add (call $bits (i32.const 5)) (i32.const 1)))
    (local.set $coded (i32.add (call $bits (i32.const 4)) (i32.const 4)))
    (memory.fill (i32.const 0x10) (i32.const 0) (i32.const 19))
    (loop $length
      (i32.store8 offset=0x10 (i32.load8_u offset=0x280 (local.get $at)) (call $bits (i32.const 3)))
      (br_if $length (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $coded))))
    (if (i32.lt_s
          (call $table (i32.const 0x10) (i32.const 19) (i32.const 0x900) (i32.const 0xfa00) (i32.const 7))
          (i32.const 0))
      (then (return (i32.const 0))))
    (local.set $at (i32.const 0x10))
    (local.set $stop (i32.add (i32.add (local.get $at) (local.get $literals)) (local.get $distances)))
    (loop $lengths
      ;; A look at seven bits, then as many as the code has are taken.
      (local.set $entry
        (i32.load offset=0xfa00 (i32.shl (call $peek) (i32.const 2))))
      ;; Seven that are not there yet are no code either.
      (drop (call $bits (select (i32.and (local.get $entry) (i32.const 31)) (i32.const 7) (local.get $entry))))
      (if (i32.eqz (local.get $entry)) (then (return (i32.const 0))))
      (local.set $symbol (i32.shr_u (local.get $entry) (i32.const 16)))
      (local.set $times (i32.const 1))
      (local.set $value (local.get $symbol))
      (if (i32.ge_u (local.get $symbol) (i32.const 16))
        (then
          (local.set $value (i32.const 0))
          (if (i32.eq (local.get $symbol) (i32.const 16))
            (then
              (if (i32.eq (local.get $at) (i32.const 0x10)) (then (return (i32.const 0))))
              (local.set $value (i32.load8_u (i32.sub (local.get $at) (i32.const 1))))))
          (local.set $times
            (i32.add
              (select (i32.const 11) (i32.const 3) (i32.eq (local.get $symbol) (i32.const 18)))
              (call $bits
                (select (i32.const 7)
                  (i32.sub (local.get $symbol) (i32.const 14))
                  (i32.eq (local.get $symbol) (i32.const 18))))))
          (if (i32.gt_u (i32.add (local.get $at) (local.get $times)) (local.get $stop)) (then (return (i32.const 0))))))
      (local.set $times (i32.add (local.get $at) (local.get $times)))
      (loop $repeat
        (i32.store8 (local.get $at) (local.get $value))
        (br_if $repeat (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $times))))
      (br_if $lengths (i32.lt_u (local.get $at) (local.get $stop))))
    (call $tables (local.get $literals) (local.get $distances)))

  ;; The next seven bits, which are not taken.
  (func $peek (result i32)
    (local $value i32)
    (local.set $value (call $bits (i32.const 7)))
    (global.set $hold
      (i64.or (i64.shl (global.get $hold) (i64.const 7)) (i64.extend_i32_u (local.get $value))))
    (global.set $count (i32.add (global.get $count) (i32.const 7)))
    (local.get $value))

  ;; Makes the table of a code of `symbols` lengths at `lengths` (3.2.2): by the next `root` bits, and second tables for
  ;; longer codes. Returns the mask of those, or -1 where some bits would mean two symbols.
  (func $table (param $lengths i32) (param $symbols i32) (param $values i32) (param $table i32) (param $root i32) (result i32)
    (local $at i32) (local $length i32) (local $code i32) (local $longest i32) (local $entry i32) (local $free i32)
    (local $start i32) (local $stop i32) (local $size i32) (local $left i32) (local $next i32)
    (if (i32.lt_s (local.tee $longest (call $sort (local.get $lengths) (local.get $symbols))) (i32.const 0))
      (then (return (i32.const -1))))
    ;; Of each length in turn. A table by one bit more begins as the one before, twice.
    (i32.store (local.get $table) (i32.const 0))
    (local.set $next (i32.const 0xa00))
    (local.set $size (i32.const 4))
    (local.set $length (i32.const 1))
    (loop $double
      (local.set $start (local.get $table))
      (local.set $stop (i32.add (local.get $table) (local.get $size)))
      (loop $copy
        (i64.store align=4 (i32.add (local.get $start) (local.get $size)) (i64.load align=4 (local.get $start)))
        (br_if $copy (i32.lt_u (local.tee $start (i32.add (local.get $start) (i32.const 8))) (local.get $stop))))
      (local.set $size (i32.shl (local.get $size) (i32.const 1)))
      (local.set $left (i32.load offset=0x200 (i32.shl (local.get $length) (i32.const 2))))
      (if (local.get $left)
        (then
          (loop $symbol
            (local.set $entry
              (i32.load (i32.add (local.get $values) (i32.shl (i32.load16_u (local.get $next)) (i32.const 2)))))
            (i32.store
              (i32.add (local.get $table) (i32.shl (call $reversed (local.get $code) (local.get $length)) (i32.const 2)))
              (select (i32.or (local.get $entry) (local.get $length)) (i32.const 0) (local.get $entry)))
            (local.set $code (i32.add (local.get $code) (i32.const 1)))
            (local.set $next (i32.add (local.get $next) (i32.const 2)))
            (br_if $symbol (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))
      (local.set $code (i32.shl (local.get $code) (i32.const 1)))
      (br_if $double (i32.le_u (local.tee $length (i32.add (local.get $length) (i32.const 1))) (local.get $root))))
    (if (i32.le_u (local.get $longest) (local.get $root)) (then (return (i32.const 0))))
    ;; Longer ones: the second tables lie behind.
    (local.set $free (i32.shl (i32.const 1) (local.get $root)))
    (local.set $size (i32.shl (i32.const 1) (i32.sub (local.get $longest) (local.get $root))))
    (loop $longer
      (local.set $left (i32.load offset=0x200 (i32.shl (local.get $length) (i32.const 2))))
      (if (local.get $left)
        (then
          (loop $symbol
            (local.set $at (call $reversed (local.get $code) (local.get $length)))
            (local.set $start
              (i32.add (local.get $table)
                (i32.shl (i32.and (local.get $at) (i32.sub (i32.shl (i32.const 1) (local.get $root)) (i32.const 1))) (i32.const 2))))
            (if (i32.eqz (i32.load (local.get $start)))
              (then
                (i32.store (local.get $start) (i32.or (i32.shl (local.get $free) (i32.const 16)) (i32.const 0x2000)))
                (memory.fill
                  (i32.add (local.get $table) (i32.shl (local.get $free) (i32.const 2)))
                  (i32.const 0)
                  (i32.shl (local.get $size) (i32.const 2)))
                (local.set $free (i32.add (local.get $free) (local.get $size)))))
            (local.set $start
              (i32.add (local.get $table) (i32.shl (i32.shr_u (i32.load (local.get $start)) (i32.const 16)) (i32.const 2))))
            (local.set $stop (i32.add (local.get $start) (i32.shl (local.get $size) (i32.const 2))))
            (local.set $start (i32.add (local.get $start) (i32.shl (i32.shr_u (local.get $at) (local.get $root)) (i32.const 2))))
            (local.set $entry
              (i32.load (i32.add (local.get $values) (i32.shl (i32.load16_u (local.get $next)) (i32.const 2)))))
            (if (local.get $entry) (then (local.set $entry (i32.or (local.get $entry) (local.get $length)))))
            (loop $fill
              (i32.store (local.get $start) (local.get $entry))
              (br_if $fill
                (i32.lt_u
                  (local.tee $start
                    (i32.add (local.get $start) (i32.shl (i32.const 4) (i32.sub (local.get $length) (local.get $root)))))
                  (local.get $stop))))
            (local.set $code (i32.add (local.get $code) (i32.const 1)))
            (local.set $next (i32.add (local.get $next) (i32.const 2)))
            (br_if $symbol (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))
      (local.set $code (i32.shl (local.get $code) (i32.const 1)))
      (br_if $longer (i32.le_u (local.tee $length (i32.add (local.get $length) (i32.const 1))) (local.get $longest))))
    (i32.sub (local.get $size) (i32.const 1)))

  ;; Counts the codes of each length, and writes their symbols by length and number. Returns the longest length, or -1 where
  ;; there are too many codes.
  (func $sort (param $lengths i32) (param $symbols i32) (result i32)
    (local $at i32) (local $of i32) (local $length i32) (local $code i32) (local $longest i32) (local $place i32)
    (memory.fill (i32.const 0x200) (i32.const 0) (i32.const 64))
    (loop $count
      (local.set $of (i32.shl (i32.load8_u (i32.add (local.get $lengths) (local.get $at))) (i32.const 2)))
      (i32.store offset=0x200 (local.get $of) (i32.add (i32.load offset=0x200 (local.get $of)) (i32.const 1)))
      (br_if $count (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $symbols))))
    (local.set $place (i32.const 0xa00))
    (local.set $length (i32.const 1))
    (loop $first
      (i32.store offset=0x240 (i32.shl (local.get $length) (i32.const 2)) (local.get $place))
      (local.set $of (i32.load offset=0x200 (i32.shl (local.get $length) (i32.const 2))))
      (local.set $place (i32.add (local.get $place) (i32.shl (local.get $of) (i32.const 1))))
      (local.set $code (i32.add (i32.shl (local.get $code) (i32.const 1)) (local.get $of)))
      (if (i32.gt_u (local.get $code) (i32.shl (i32.const 1) (local.get $length))) (then (return (i32.const -1))))
      (if (local.get $of) (then (local.set $longest (local.get $length))))
      (br_if $first (i32.lt_u (local.tee $length (i32.add (local.get $length) (i32.const 1))) (i32.const 16))))
    ;; Those without a code come last.
    (i32.store (i32.const 0x240) (local.get $place))
    (local.set $at (i32.const 0))
    (loop $symbol
      (local.set $of (i32.shl (i32.load8_u (i32.add (local.get $lengths) (local.get $at))) (i32.const 2)))
      (local.set $place (i32.load offset=0x240 (local.get $of)))
      (i32.store16 (local.get $place) (local.get $at))
      (i32.store offset=0x240 (local.get $of) (i32.add (local.get $place) (i32.const 2)))
      (br_if $symbol (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $symbols))))
    (local.get $longest))

  ;; The lowest `length` bits of a code, first to last: those of 16, then shifted.
  (func $reversed (param $code i32) (param $length i32) (result i32)
    (local.set $code
      (i32.or (i32.and (i32.shr_u (local.get $code) (i32.const 1)) (i32.const 0x5555))
        (i32.shl (i32.and (local.get $code) (i32.const 0x5555)) (i32.const 1))))
    (local.set $code
      (i32.or (i32.and (i32.shr_u (local.get $code) (i32.const 2)) (i32.const 0x3333))
        (i32.shl (i32.and (local.get $code) (i32.const 0x3333)) (i32.const 2))))
    (local.set $code
      (i32.or (i32.and (i32.shr_u (local.get $code) (i32.const 4)) (i32.const 0x0f0f))
        (i32.shl (i32.and (local.get $code) (i32.const 0x0f0f)) (i32.const 4))))
    (local.set $code
      (i32.or (i32.shr_u (local.get $code) (i32.const 8)) (i32.shl (i32.and (local.get $code) (i32.const 0xff)) (i32.const 8))))
    (i32.shr_u (local.get $code) (i32.sub (i32.const 16) (local.get $length))))

  (func $copyStored (result i32)
    (local $size i32)
    (call $align)
    (local.set $size (i32.sub (global.get $end) (global.get $at)))
    (if (i32.gt_u (local.get $size) (global.get $stored)) (then (local.set $size (global.get $stored))))
    (if (i32.gt_u (local.get $size) (i32.sub (i32.const 0x49000) (global.get $out)))
      (then (local.set $size (i32.sub (i32.const 0x49000) (global.get $out)))))
    (memory.copy (global.get $out) (global.get $at) (local.get $size))
    (global.set $at (i32.add (global.get $at) (local.get $size)))
    (global.set $out (i32.add (global.get $out) (local.get $size)))
    (global.set $stored (i32.sub (global.get $stored) (local.get $size)))
    (if (i32.eqz (global.get $stored)) (then (return (call $endBlock))))
    (i32.lt_u (global.get $at) (global.get $end)))

  (func $endBlock (result i32)
    (global.set $state (i32.const 0))
    (select (i32.const 2) (i32.const 4) (global.get $isLast)))

  ;; Symbols up to the end of the block. One for which the input is too short is read again later.
  (func $symbols (result i32)
    (local $at i32) (local $count i32) (local $hold i64) (local $out i32)
    (local $at0 i32) (local $count0 i32) (local $hold0 i64) (local $far i32)
    (local $entry i32) (local $length i32) (local $distance i32) (local $from i32) (local $stop i32) (local $eight i64)
    (local $status i32) (local $moreLengths i32) (local $moreDistances i32)
    (local.set $at (global.get $at))
    (local.set $count (global.get $count))
    (local.set $hold (global.get $hold))
    (local.set $out (global.get $out))
    (local.set $moreLengths (global.get $moreLengths))
    (local.set $moreDistances (global.get $moreDistances))
    ;; No further than this, all that one turn takes is surely there.
    (local.set $far (i32.sub (global.get $end) (i32.const 32)))
    (block $over (loop $symbol
      (local.set $at0 (local.get $at))
      (local.set $count0 (local.get $count))
      (local.set $hold0 (local.get $hold))
      ;; One turn writes 260 bytes at most.
      (if (i32.ge_u (local.get $out) (i32.const 0x49000)) (then (local.set $status (i32.const 1)) (br $over)))
      (local.set $hold (i64.or (local.get $hold) (i64.shl (i64.load align=1 (local.get $at)) (i64.extend_i32_u (local.get $count)))))
      (local.set $at (i32.add (local.get $at) (i32.shr_u (i32.sub (i32.const 63) (local.get $count)) (i32.const 3))))
      (local.set $count (i32.or (local.get $count) (i32.const 56)))
      (local.set $entry (i32.load offset=0x1000 (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (i32.const 1023)) (i32.const 2))))
      ;; Most symbols are literals: up to three at once.
      (if (i32.and (i32.and (local.get $entry) (i32.const 0x8000)) (i32.shl (i32.le_s (local.get $at0) (local.get $far)) (i32.const 15)))
        (then
          (i32.store8 (local.get $out) (i32.shr_u (local.get $entry) (i32.const 16)))
          (local.set $out (i32.add (local.get $out) (i32.const 1)))
          (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (i32.and (local.get $entry) (i32.const 31)))))
          (local.set $count (i32.sub (local.get $count) (i32.and (local.get $entry) (i32.const 31))))
          (local.set $entry (i32.load offset=0x1000 (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (i32.const 1023)) (i32.const 2))))
          (if (i32.and (local.get $entry) (i32.const 0x8000))
            (then
              (i32.store8 (local.get $out) (i32.shr_u (local.get $entry) (i32.const 16)))
              (local.set $out (i32.add (local.get $out) (i32.const 1)))
              (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (i32.and (local.get $entry) (i32.const 31)))))
              (local.set $count (i32.sub (local.get $count) (i32.and (local.get $entry) (i32.const 31))))
              (local.set $entry (i32.load offset=0x1000 (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (i32.const 1023)) (i32.const 2))))
              (if (i32.and (local.get $entry) (i32.const 0x8000))
                (then
                  (i32.store8 (local.get $out) (i32.shr_u (local.get $entry) (i32.const 16)))
                  (local.set $out (i32.add (local.get $out) (i32.const 1)))
                  (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (i32.and (local.get $entry) (i32.const 31)))))
                  (local.set $count (i32.sub (local.get $count) (i32.and (local.get $entry) (i32.const 31))))
                  (br $symbol)))))
          (local.set $hold (i64.or (local.get $hold) (i64.shl (i64.load align=1 (local.get $at)) (i64.extend_i32_u (local.get $count)))))
          (local.set $at (i32.add (local.get $at) (i32.shr_u (i32.sub (i32.const 63) (local.get $count)) (i32.const 3))))
          (local.set $count (i32.or (local.get $count) (i32.const 56)))))
      (if (i32.and (local.get $entry) (i32.const 0x2000))
        (then
          (local.set $entry
            (i32.load offset=0x1000
              (i32.shl
                (i32.add
                  (i32.shr_u (local.get $entry) (i32.const 16))
                  (i32.and (i32.wrap_i64 (i64.shr_u (local.get $hold) (i64.const 10))) (local.get $moreLengths)))
                (i32.const 2))))))
      (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (i32.and (local.get $entry) (i32.const 31)))))
      (local.set $count (i32.sub (local.get $count) (i32.and (local.get $entry) (i32.const 31))))
      (if (i32.or (i32.eqz (local.get $entry)) (i32.ne (i32.and (local.get $entry) (i32.const 0xc000)) (i32.const 0)))
        (then
          ;; What is no code may become one when its last bits come: two bytes.
          (if (i32.gt_u
                (i32.add (i32.sub (local.get $at) (i32.shr_u (local.get $count) (i32.const 3))) (i32.shl (i32.eqz (local.get $entry)) (i32.const 1)))
                (global.get $end))
            (then (local.set $status (i32.const 0)) (br $over)))
          (if (i32.and (local.get $entry) (i32.const 0x8000))
            (then
              (i32.store8 (local.get $out) (i32.shr_u (local.get $entry) (i32.const 16)))
              (local.set $out (i32.add (local.get $out) (i32.const 1)))
              (br $symbol)))
          (local.set $at0 (local.get $at))
          (local.set $count0 (local.get $count))
          (local.set $hold0 (local.get $hold))
          (local.set $status (if (result i32) (local.get $entry) (then (call $endBlock)) (else (i32.const 3))))
          (br $over)))
      (local.set $length
        (i32.add (i32.shr_u (local.get $entry) (i32.const 16))
          (i32.and (i32.wrap_i64 (local.get $hold))
            (i32.sub (i32.shl (i32.const 1) (i32.shr_u (i32.and (local.get $entry) (i32.const 0xf00)) (i32.const 8))) (i32.const 1)))))
      (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (i32.shr_u (i32.and (local.get $entry) (i32.const 0xf00)) (i32.const 8)))))
      (local.set $count (i32.sub (local.get $count) (i32.shr_u (i32.and (local.get $entry) (i32.const 0xf00)) (i32.const 8))))
      (local.set $entry (i32.load offset=0xb000 (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (i32.const 255)) (i32.const 2))))
      (if (i32.and (local.get $entry) (i32.const 0x2000))
        (then
          (local.set $entry
            (i32.load offset=0xb000
              (i32.shl
                (i32.add
                  (i32.shr_u (local.get $entry) (i32.const 16))
                  (i32.and (i32.wrap_i64 (i64.shr_u (local.get $hold) (i64.const 8))) (local.get $moreDistances)))
                (i32.const 2))))))
      (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (i32.and (local.get $entry) (i32.const 31)))))
      (local.set $count (i32.sub (local.get $count) (i32.and (local.get $entry) (i32.const 31))))
      (local.set $distance
        (i32.add (i32.shr_u (local.get $entry) (i32.const 16))
          (i32.and (i32.wrap_i64 (local.get $hold))
            (i32.sub (i32.shl (i32.const 1) (i32.shr_u (i32.and (local.get $entry) (i32.const 0xf00)) (i32.const 8))) (i32.const 1)))))
      (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (i32.shr_u (i32.and (local.get $entry) (i32.const 0xf00)) (i32.const 8)))))
      (local.set $count (i32.sub (local.get $count) (i32.shr_u (i32.and (local.get $entry) (i32.const 0xf00)) (i32.const 8))))
      (if (i32.gt_u
            (i32.add (i32.sub (local.get $at) (i32.shr_u (local.get $count) (i32.const 3))) (i32.shl (i32.eqz (local.get $entry)) (i32.const 1)))
            (global.get $end))
        (then (local.set $status (i32.const 0)) (br $over)))
      (local.set $from (i32.sub (local.get $out) (local.get $distance)))
      (if (i32.or (i32.eqz (local.get $entry)) (i32.lt_u (local.get $from) (i32.const 0x21000)))
        (then (local.set $status (i32.const 3)) (br $over)))
      (local.set $stop (i32.add (local.get $out) (local.get $length)))
      (if (i32.ge_u (local.get $distance) (i32.const 8))
        (then
          (loop $copy
            (i64.store align=1 (local.get $out) (i64.load align=1 (local.get $from)))
            (local.set $from (i32.add (local.get $from) (i32.const 8)))
            (br_if $copy (i32.lt_u (local.tee $out (i32.add (local.get $out) (i32.const 8))) (local.get $stop))))
          (local.set $out (local.get $stop))
          (br $symbol)))
      (if (i32.eq (local.get $distance) (i32.const 1))
        (then
          (local.set $eight (i64.mul (i64.load8_u (local.get $from)) (i64.const 0x0101010101010101)))
          (loop $copy
            (i64.store align=1 (local.get $out) (local.get $eight))
            (br_if $copy (i32.lt_u (local.tee $out (i32.add (local.get $out) (i32.const 8))) (local.get $stop))))
          (local.set $out (local.get $stop))
          (br $symbol)))
      (loop $copy
        (i32.store8 (local.get $out) (i32.load8_u (local.get $from)))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (br_if $copy (i32.lt_u (local.tee $out (i32.add (local.get $out) (i32.const 1))) (local.get $stop))))
      (br $symbol)))
    (global.set $at (local.get $at0))
    (global.set $count (local.get $count0))
    (global.set $hold (local.get $hold0))
    (global.set $out (local.get $out))
    (local.get $status)))
