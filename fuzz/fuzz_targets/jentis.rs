#![cfg_attr(fuzzing, no_main)]

use eventpit::platform::Platform;

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| eventpit_fuzz::run(Platform::Jentis, input));

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    eventpit_fuzz::run_files(Platform::Jentis)
}
