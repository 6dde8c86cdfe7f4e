"""Files that readers add: kept in the library's folder, and taken in while questions go on."""
