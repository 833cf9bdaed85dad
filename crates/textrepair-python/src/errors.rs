//! Errors of the core as Python exceptions.

use pyo3::PyErr;
use pyo3::create_exception;
use pyo3::exceptions::{PyOSError, PyValueError};
use textrepair_core::error::{Cause, PackFileError};

create_exception!(textrepair._core, DamagedPackFile, PyValueError, "A file of a language pack holds what it must not.");

/// Makes a Python exception: OSError with the number of the system's error, or DamagedPackFile; both name the file.
pub fn raised(error: PackFileError) -> PyErr {
    let path = error.path.display().to_string();
    match error.cause {
        Cause::System(cause) => match cause.raw_os_error() {
            Some(number) => PyOSError::new_err((number, system_message(number), path)),
            None => PyOSError::new_err(cause.to_string()),
        },
        Cause::Damaged(reason) => DamagedPackFile::new_err((path, reason)),
    }
}

/// Returns what the system calls an error, without the number that Rust adds.
fn system_message(number: i32) -> String {
    let message = std::io::Error::from_raw_os_error(number).to_string();
    message.split(" (os error").next().unwrap_or_default().to_owned()
}
