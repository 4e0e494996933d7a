;; Finds where a keyword may stand. Two passes: the vector loop has no branch, as the processor could not predict
;; it; of the positions left a second look at four bytes drops nearly all.
;;
;;   0x00000  nibble tables: for each of three positions 16 bytes by low nibble, 16 by high nibble; a bit a bucket
;;   0x01000  masks of one block, a bit a position
;;   0x02000  32 KiB: 2^13 words, in each two bits a window of four bytes
;;   0x10000  found addresses, as many as a block has positions
;;   0x20000  bytes to search; 32 more than are searched must be readable
(module
  (memory (export "memory") 23 23)

  ;; from < to, at most 16384 apart. Returns how many addresses were found, ascending, all below `to`.
  (func (export "find") (param $from i32) (param $to i32) (result i32)
    (local $at i32) (local $mask i32) (local $found i32) (local $hash i32) (local $word i32)
    (local $bits i64)
    (local $bytes v128) (local $buckets v128) (local $nibble v128) (local $none v128)
    (local $low0 v128) (local $high0 v128) (local $low1 v128) (local $high1 v128) (local $low2 v128) (local $high2 v128)

    (local.set $nibble (i8x16.splat (i32.const 15)))
    (local.set $low0 (v128.load offset=0 (i32.const 0)))
    (local.set $high0 (v128.load offset=16 (i32.const 0)))
    (local.set $low1 (v128.load offset=32 (i32.const 0)))
    (local.set $high1 (v128.load offset=48 (i32.const 0)))
    (local.set $low2 (v128.load offset=64 (i32.const 0)))
    (local.set $high2 (v128.load offset=80 (i32.const 0)))

    (local.set $at (local.get $from))
    (loop $sixteen
      (local.set $bytes (v128.load align=1 (local.get $at)))
      (local.set $buckets
        (v128.and
          (i8x16.swizzle (local.get $low0) (v128.and (local.get $bytes) (local.get $nibble)))
          (i8x16.swizzle (local.get $high0) (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble)))))
      (local.set $bytes (v128.load offset=1 align=1 (local.get $at)))
      (local.set $buckets
        (v128.and (local.get $buckets)
          (v128.and
            (i8x16.swizzle (local.get $low1) (v128.and (local.get $bytes) (local.get $nibble)))
            (i8x16.swizzle (local.get $high1) (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble))))))
      (local.set $bytes (v128.load offset=2 align=1 (local.get $at)))
      (local.set $buckets
        (v128.and (local.get $buckets)
          (v128.and
            (i8x16.swizzle (local.get $low2) (v128.and (local.get $bytes) (local.get $nibble)))
            (i8x16.swizzle (local.get $high2) (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble))))))
      (i32.store16 offset=0x1000 (local.get $mask)
        (i32.xor (i32.const 0xffff) (i8x16.bitmask (i8x16.eq (local.get $buckets) (local.get $none)))))
      (local.set $mask (i32.add (local.get $mask) (i32.const 2)))
      (br_if $sixteen (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $to))))

    ;; What lies at `to` and after it, and what an earlier block left in the last word.
    (local.set $mask (i32.shl (i32.shr_u (i32.sub (local.get $to) (local.get $from)) (i32.const 6)) (i32.const 3)))
    (i64.store offset=0x1000 (local.get $mask)
      (i64.and
        (i64.load offset=0x1000 (local.get $mask))
        (i64.sub
          (i64.shl (i64.const 1) (i64.extend_i32_u (i32.sub (local.get $to) (local.get $from))))
          (i64.const 1))))

    (local.set $found (i32.const 0x10000))
    (local.set $mask (i32.const 0))
    (loop $sixtyfour
      (local.set $bits (i64.load offset=0x1000 (local.get $mask)))
      (if (i64.ne (local.get $bits) (i64.const 0))
        (then
          (loop $bit
            (local.set $at (i32.add (local.get $from) (i32.wrap_i64 (i64.ctz (local.get $bits)))))
            (local.set $hash (i32.mul (i32.load align=1 (local.get $at)) (i32.const 0x9e3779b1)))
            (local.set $word
              (i32.load offset=0x2000 (i32.and (i32.shr_u (local.get $hash) (i32.const 17)) (i32.const 0x7ffc))))
            ;; Written always, kept by moving on: no branch.
            (i32.store (local.get $found) (local.get $at))
            (local.set $found
              (i32.add (local.get $found)
                (i32.shl
                  (i32.and (i32.const 1)
                    (i32.and
                      (i32.shr_u (local.get $word) (i32.shr_u (local.get $hash) (i32.const 14)))
                      (i32.shr_u (local.get $word) (i32.shr_u (local.get $hash) (i32.const 9)))))
                  (i32.const 2))))
            (local.set $bits (i64.and (local.get $bits) (i64.sub (local.get $bits) (i64.const 1))))
            (br_if $bit (i64.ne (local.get $bits) (i64.const 0))))))
      (local.set $mask (i32.add (local.get $mask) (i32.const 8)))
      (br_if $sixtyfour
        (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 64))) (local.get $to))))

    (i32.shr_u (i32.sub (local.get $found) (i32.const 0x10000)) (i32.const 2))))
