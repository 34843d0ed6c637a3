"""Writers: from numbered passages to words."""
