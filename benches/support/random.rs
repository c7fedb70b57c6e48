/// Numbers that look random and are the same in each run (xorshift64*).
pub struct Random(pub u64);

impl Random {
    /// A number from 0 on and below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }
}
