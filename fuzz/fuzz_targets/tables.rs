//! Any bytes as the index of a table: it is refused, or every look-up stays within it.

#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use textrepair_core::tables::{FoldIndex, NearIndex, StringTable};

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    // In memory, where the system has such a place.
    let root = PathBuf::from("/dev/shm");
    let root = if root.is_dir() { root } else { std::env::temp_dir() };
    let folder = root.join(format!("textrepair-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::write(folder.join("words.txt"), "ami\nmot\nété\n").expect("the table can be written");
    folder
});

fuzz_target!(|index: &[u8]| {
    let (words, near) = (FOLDER.join("words.txt"), FOLDER.join("words.idx"));
    // Another file each time: a mapped file must not change.
    let _ = fs::remove_file(&near);
    fs::write(&near, index).expect("the index can be written");
    if let Ok(table) = StringTable::open(&words) {
        for word in ["mot", "été", "", "zzz"] {
            let _ = (table.place(word), table.reach(word), table.continuing(word, 0, 0..table.len()));
        }
        for place in 0..table.len().min(64) {
            let _ = table.get(place);
        }
        if let Ok(folds) = FoldIndex::of(&table) {
            folds.find(&table, "ete");
        }
        if let Ok(index) = NearIndex::open(&near) {
            index.find(&table, "mos");
        }
    }
});
