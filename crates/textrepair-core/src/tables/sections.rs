//! A file of named arrays.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::{Deref, Range};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytemuck::AnyBitPattern;
use serde_json::{Map, Value};

use super::mapping::Mapped;
use crate::error::PackFileError;

const MAGIC: &[u8] = b"textrep1";

/// A mapped file of named arrays of unsigned integers, little-endian, with a header in JSON.
#[derive(Debug)]
pub struct Sections {
    path: PathBuf,
    bytes: Mapped,
    directory: BTreeMap<String, (usize, Range<usize>)>,
    meta: Map<String, Value>,
}

impl Sections {
    /// Opens a file.
    ///
    /// # Errors
    /// The system refuses, the file is no index, or a section reaches beyond its end.
    pub fn open(path: &Path) -> Result<Self, PackFileError> {
        let damaged = |reason: &str| PackFileError::damaged(path, reason);
        let bytes = Mapped::open(path)?;
        let start = MAGIC.len() + 4;
        if bytes.len() < start || !bytes.starts_with(MAGIC) {
            return Err(damaged("not a textrepair index of format textrep1"));
        }
        let length = u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]) as usize;
        let header = bytes.get(start..start + length).ok_or_else(|| damaged("its header is cut short"))?;
        let header: Value =
            serde_json::from_slice(header).map_err(|error| PackFileError::damaged(path, error.to_string()))?;
        let meta = header["meta"].as_object().cloned().unwrap_or_default();
        let entries = header["sections"].as_object().ok_or_else(|| damaged("its header has no sections"))?;
        let mut directory = BTreeMap::new();
        for (name, entry) in entries {
            let size = match entry["typecode"].as_str() {
                Some("B") => 1,
                Some("H") => 2,
                Some("I") => 4,
                Some("Q") => 8,
                _ => return Err(PackFileError::damaged(path, format!("section ‘{name}’ has no type"))),
            };
            let span = entry["offset"].as_u64().zip(entry["count"].as_u64()).and_then(|(offset, count)| {
                let low = usize::try_from(offset).ok()?.checked_add(start + length)?;
                let high = usize::try_from(count).ok()?.checked_mul(size)?.checked_add(low)?;
                (high <= bytes.len()).then_some(low..high)
            });
            let span =
                span.ok_or_else(|| PackFileError::damaged(path, format!("cut short inside section ‘{name}’")))?;
            directory.insert(name.clone(), (size, span));
        }
        Ok(Self { path: path.to_path_buf(), bytes, directory, meta })
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what the header says besides the sections.
    pub fn meta(&self) -> &Map<String, Value> {
        &self.meta
    }

    /// Returns a list of strings of the header; None if there is none of this name.
    pub fn strings(&self, name: &str) -> Option<Vec<String>> {
        match self.meta.get(name)? {
            Value::Array(values) => values.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
            Value::String(letters) => Some(letters.chars().map(String::from).collect()),
            _ => None,
        }
    }

    /// Returns the array of a name.
    ///
    /// # Errors
    /// The file has none, or its integers have another size.
    pub fn column<T: Item>(&self, name: &str) -> Result<Column<T>, PackFileError> {
        let Some((size, span)) = self.directory.get(name) else {
            return Err(PackFileError::damaged(&self.path, format!("no section ‘{name}’")));
        };
        if *size != size_of::<T>() {
            return Err(PackFileError::damaged(&self.path, format!("section ‘{name}’ has items of {size} bytes")));
        }
        Ok(Column::new(&self.bytes, span.clone()))
    }
}

/// An unsigned integer of an array.
pub trait Item: AnyBitPattern {
    /// Returns the integer whose little-endian bytes are the bytes of `self` on this machine.
    fn swapped(self) -> Self;
}

macro_rules! item {
    ($($kind:ty),*) => {$(
        impl Item for $kind {
            fn swapped(self) -> Self {
                Self::from_le(self)
            }
        }
    )*};
}
item!(u8, u16, u32, u64);

/// An array of a mapped file; it derefs to a slice.
#[derive(Clone, Debug)]
pub struct Column<T> {
    source: Source<T>,
    item: PhantomData<T>,
}

#[derive(Clone, Debug)]
enum Source<T> {
    Mapped(Mapped, Range<usize>),
    // Where the bytes are not aligned, or the machine is big-endian.
    Copied(Arc<[T]>),
}

impl<T: Item> Column<T> {
    fn new(bytes: &Mapped, span: Range<usize>) -> Self {
        let aligned = cfg!(target_endian = "little") && bytemuck::try_cast_slice::<u8, T>(&bytes[span.clone()]).is_ok();
        let source = if aligned {
            Source::Mapped(bytes.clone(), span)
        } else {
            let items = bytes[span].chunks_exact(size_of::<T>());
            Source::Copied(items.map(|item| bytemuck::pod_read_unaligned::<T>(item).swapped()).collect())
        };
        Self { source, item: PhantomData }
    }
}

impl<T: Item> Deref for Column<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match &self.source {
            Source::Mapped(bytes, span) => bytemuck::cast_slice(&bytes[span.clone()]),
            Source::Copied(items) => items,
        }
    }
}
