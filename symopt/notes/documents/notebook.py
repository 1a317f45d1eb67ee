def blocks(text, name, macros):
    return []
