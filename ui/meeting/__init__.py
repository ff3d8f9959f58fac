"""汇报模式 and print: HTML documents of slides, served outside of Streamlit."""
